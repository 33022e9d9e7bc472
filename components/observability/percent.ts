/** A share as people read it: 0.05 is `5 %`. */
export const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;
