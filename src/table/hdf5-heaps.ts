const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0];
const HEADER = 16;

/**
 * Checks the global heaps of an HDF5 file, which hold its texts of varying length (HDF5 File Format Specification 3.0, section III.E): a
 * stretch of free space that says it has no length keeps the HDF5 library busy for ever.
 *
 * @throws RangeError when the objects of a heap do not fill it
 */
export function requireSoundHeaps(bytes: Uint8Array): void {
  // The superblock says how many bytes a length has, from version 2 on in another place; other than 8 is hardly ever written.
  if (bytes[bytes[8] < 2 ? 14 : 10] !== 8) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.indexOf(SIGNATURE[0]); at >= 0; at = bytes.indexOf(SIGNATURE[0], at + 1)) {
    if (!SIGNATURE.every((byte, i) => bytes[at + i] === byte) || at + HEADER > bytes.length) continue;
    const end = at + Number(view.getBigUint64(at + 8, true));
    if (end > bytes.length) throw new RangeError('a heap is cut short');
    for (let object = at + HEADER; object + HEADER <= end; ) {
      const isFree = view.getUint16(object, true) === 0;
      const size = Number(view.getBigUint64(object + 8, true));
      // The size of free space counts its own header; other objects are padded to 8 bytes.
      const step = isFree ? size : HEADER + 8 * Math.ceil(size / 8);
      if (step < HEADER || object + step > end) throw new RangeError('a heap is damaged');
      object += step;
    }
  }
}
