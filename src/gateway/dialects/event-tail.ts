const nothing = Buffer.alloc(0);

/**
 * Bytes of an event whose end has not come. Grows by doubling, so that an event of a megabyte in pieces of a byte is
 * neither copied again for each nor kept as a million small objects.
 */
export class EventTail {
  /** Either somebody else's piece, all of it in use and never written to, or memory of ours with room behind it. */
  #bytes: Buffer = nothing;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Takes bytes that will be kept. The first piece is not copied. */
  add(piece: Buffer): void {
    if (piece.length === 0) return;
    const needed = this.#length + piece.length;
    if (this.#length === 0) this.#bytes = piece;
    else {
      if (this.#bytes.length < needed) this.#grow(Math.max(needed, this.#length * 2));
      piece.copy(this.#bytes, this.#length);
    }
    this.#length = needed;
  }

  /** Everything, with `piece` behind it; the tail is empty afterwards. */
  takeWith(piece: Buffer = nothing): Buffer {
    const kept = this.#bytes.subarray(0, this.#length);
    this.#bytes = nothing;
    this.#length = 0;
    if (piece.length === 0) return kept;
    return kept.length === 0 ? piece : Buffer.concat([kept, piece], kept.length + piece.length);
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
