// What happens when a program asks for more memory than there is. CPython raises MemoryError for certain only beyond the address space; below that the answer
// depends on the machine, and the forecast ends for want of budget.
import { spendMemory } from '../operators.ts';
import { raising } from '../raise.ts';

/** User space on x86-64 and arm64. */
const ADDRESS_SPACE = 2 ** 47;

/** To be called before allocating. */
export function reserve(bytes: number): void {
  if (bytes >= ADDRESS_SPACE) throw raising('MemoryError');
  spendMemory(bytes);
}
