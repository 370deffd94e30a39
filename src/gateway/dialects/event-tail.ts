/**
 * Bytes of an event whose end has not come. Grows by doubling, so that an event of a megabyte in pieces of a byte is
 * neither copied again for each nor kept as a million small objects.
 */
export class EventTail {
  #bytes: Buffer | undefined;
  #length = 0;
  /** Size of the memory that is ours to write; 0 while only somebody else's piece is kept. */
  #owned = 0;

  get length(): number {
    return this.#length;
  }

  /** Takes bytes that will be kept. The first piece is not copied. */
  add(piece: Buffer): void {
    if (piece.length === 0) return;
    if (this.#bytes === undefined) {
      this.#bytes = piece;
      this.#length = piece.length;
      return;
    }
    const needed = this.#length + piece.length;
    // The first piece belongs to somebody else: what follows it in memory is not ours to write.
    if (this.#owned < needed) this.#grow(Math.max(needed, this.#length * 2));
    piece.copy(this.#bytes, this.#length);
    this.#length = needed;
  }

  /** Everything, with `piece` behind it; the tail is empty afterwards. */
  takeWith(piece: Buffer): Buffer {
    const bytes = this.#bytes;
    const length = this.#length;
    this.clear();
    if (bytes === undefined) return piece;
    if (piece.length === 0) return bytes.subarray(0, length);
    const whole = Buffer.allocUnsafe(length + piece.length);
    bytes.copy(whole, 0, 0, length);
    piece.copy(whole, length);
    return whole;
  }

  clear(): void {
    this.#bytes = undefined;
    this.#length = 0;
    this.#owned = 0;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(size);
    this.#bytes?.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#owned = size;
  }
}
