// Rows as Apache Parquet, Snappy inside. A row group is written as soon as it is full, so that memory holds one group and not the store.
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { HashedFile } from './hashed-file.ts';
import type { Column, Row } from './rows.ts';

const groupRows = 20_000;
/** Of texts, in UTF-16 units. */
const groupSize = 8 << 20;

export class ParquetFile {
  rows = 0;
  readonly #columns: readonly Column[];
  readonly #file: HashedFile;
  readonly #writer: FileWriter;
  readonly #parquet: ParquetWriter;
  #group: Row[] = [];
  #size = 0;
  constructor(path: string, columns: readonly Column[], createdBy: string) {
    this.#columns = columns;
    this.#file = new HashedFile(path);
    this.#writer = new FileWriter(this.#file);
    this.#parquet = new ParquetWriter({
      writer: this.#writer,
      createdBy,
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map(c => ({
          name: c.name,
          repetition_type: c.nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const),
          ...(c.type === 'string'
            ? { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }
            : { type: c.type === 'int' ? ('INT32' as const) : ('BOOLEAN' as const) }),
        })),
      ],
      // Texts may be long, and what is smallest among them tells nothing.
      statistics: false,
    });
  }
  get bytes(): number {
    return this.#file.bytes;
  }
  write(row: Row): void {
    this.#group.push(row);
    this.rows++;
    for (const v of Object.values(row)) if (typeof v === 'string') this.#size += v.length;
    if (this.#group.length >= groupRows || this.#size >= groupSize) this.#flush();
  }
  done(): { readonly bytes: number; readonly sha256: string } {
    if (this.#group.length > 0) this.#flush();
    this.#parquet.finish();
    this.#writer.flush();
    return this.#file.done();
  }
  abandon(): void {
    this.#file.abandon();
  }
  #flush(): void {
    const rows = this.#group;
    this.#parquet.write({
      columnData: this.#columns.map(c => ({ name: c.name, data: rows.map(r => r[c.name]), offsetIndex: false })),
      rowGroupSize: rows.length,
    });
    this.#group = [];
    this.#size = 0;
  }
}

/** The library's buffer, emptied into our file after each row group. */
class FileWriter extends ByteWriter {
  readonly #file: HashedFile;
  constructor(file: HashedFile) {
    super();
    this.#file = file;
  }
  flush(): void {
    if (this.index > 0) this.#file.write(new Uint8Array(this.buffer, 0, this.index));
    this.index = 0;
  }
}
