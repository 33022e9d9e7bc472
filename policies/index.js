// Started by the Pulumi CLI (or by `node policies/index.js`). The TypeScript is transpiled as it is loaded, never
// type-checked and never stale: the loader's cache goes by content.
require("tsx/cjs");
require("./pack").servePack();
