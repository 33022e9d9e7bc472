import type { Free, Unpriced } from "./line";

/** What costs nothing and what has no price, each noted once however many scenarios find it. */
export class Notes {
  readonly #free = new Map<string, Free>();
  readonly #unpriced = new Map<string, Unpriced>();

  free(note: Free): void {
    this.#free.set(`${note.urn}\n${note.item}`, note);
  }

  unpriced(note: Unpriced): void {
    this.#unpriced.set(`${note.urn}\n${note.item}`, note);
  }

  lists(): { free: Free[]; unpriced: Unpriced[] } {
    return { free: [...this.#free.values()], unpriced: [...this.#unpriced.values()] };
  }
}
