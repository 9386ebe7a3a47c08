/**
 * PostgreSQL's binary form of a one-dimensional array (src/backend/utils/adt/arrayfuncs.c, array_recv): pg sends a
 * Buffer parameter as it is, so long JSON texts are neither escaped here nor unescaped there.
 */
const textOid = 25;
const byteaOid = 17;

export function textArray(values: readonly string[]): Buffer {
  let bytes = headerBytes;
  const lengths = new Array<number>(values.length);
  for (let index = 0; index < values.length; index++) {
    const length = Buffer.byteLength(values[index] as string);
    lengths[index] = length;
    bytes += 4 + length;
  }
  const buffer = Buffer.allocUnsafe(bytes);
  let at = writeHeader(buffer, textOid, values.length);
  for (let index = 0; index < values.length; index++) {
    at = buffer.writeInt32BE(lengths[index] as number, at);
    at += buffer.write(values[index] as string, at);
  }
  return buffer;
}

export function byteaArray(values: readonly Buffer[]): Buffer {
  const bytes = values.reduce((sum, value) => sum + 4 + value.length, headerBytes);
  const buffer = Buffer.allocUnsafe(bytes);
  let at = writeHeader(buffer, byteaOid, values.length);
  for (const value of values) {
    at = buffer.writeInt32BE(value.length, at);
    at += value.copy(buffer, at);
  }
  return buffer;
}

const headerBytes = 20;

/** Dimensions, no-null flag, element type, then length and lower bound of the one dimension. */
function writeHeader(buffer: Buffer, elementOid: number, length: number): number {
  let at = buffer.writeInt32BE(1, 0);
  at = buffer.writeInt32BE(0, at);
  at = buffer.writeInt32BE(elementOid, at);
  at = buffer.writeInt32BE(length, at);
  return buffer.writeInt32BE(1, at);
}
