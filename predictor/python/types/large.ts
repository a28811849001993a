// What happens when a program asks for more memory than there is. CPython raises MemoryError for certain only beyond the address space; below that the answer
// depends on the machine, and the forecast ends for want of budget.
import { spendMemory } from '../operators.ts';
import { raising } from '../raise.ts';
import { vm } from '../state.ts';

/** User space on x86-64 and arm64. */
const ADDRESS_SPACE = 2 ** 47;

/** To be called before allocating. */
export function reserve(bytes: number): void {
  if (bytes >= ADDRESS_SPACE) throw raising('MemoryError');
  if (bytes < LITTLE) return;
  spendMemory(bytes);
  work(bytes);
}
/** Counts a walk over so many characters or bytes as steps: a few long ones take as much time as many short ones. */
export function work(units: number): void {
  if (units < LITTLE) return;
  vm.fuel -= units >> 6;
  if (vm.fuel < 0) vm.refuel();
}
const LITTLE = 4096;
