import {
  at,
  flagAt,
  hiddenAt,
  isHidden,
  isRecord,
  isSet,
  isUnknown,
  listAt,
  numberAt,
  read,
  text,
  textAt,
  textsAt,
  topKey,
} from "../../graph/reading";
import { SECRET, UNKNOWN } from "../../resources/resource";
import { raw } from "../policies/make";

const INPUTS = {
  text: " a ",
  zero: 0,
  off: false,
  nothing: null,
  empty: "",
  block: { inner: { deep: "x", none: null, blank: "" } },
  single: [{ deep: "x" }, { deep: "y" }],
  list: ["a", "b"],
  unknown: UNKNOWN,
  partly: `projects/${UNKNOWN}/x`,
  secret: SECRET,
  "a.b/c": { key: 1 },
};

test.each<[path: string | string[], value: unknown]>([
  ["text", " a "],
  ["zero", 0],
  ["off", false],
  ["nothing", undefined],
  ["empty", undefined],
  ["absent", undefined],
  ["block.inner.deep", "x"],
  ["block.inner.none", undefined],
  ["block.inner.blank", undefined],
  ["block.absent.deep", undefined],
  ["text.deep", undefined],
  ["zero.deep", undefined],
  ["nothing.deep", undefined],
  ["single.deep", "x"],
  ["single.1.deep", "y"],
  ["single.2.deep", undefined],
  ["list.0", "a"],
  ["list.deep", undefined],
  ["unknown", UNKNOWN],
  ["unknown.a.b", UNKNOWN],
  ["partly.a", `projects/${UNKNOWN}/x`],
  ["secret.a", SECRET],
  [["a.b/c", "key"], 1],
  ["a.b/c.key", undefined],
  ["toString", undefined],
  ["block.constructor", undefined],
  ["list.length", undefined],
])("at %j", (path, value) => expect(at(INPUTS, path)).toEqual(value));

test("at the top of something that is no object there is nothing", () => {
  for (const value of [undefined, null, 1, "x", true, []]) expect(at(value, "a")).toBeUndefined();
  expect(at(UNKNOWN, "a")).toBe(UNKNOWN);
  expect(at([{ a: 1 }], "a")).toBe(1);
  expect(at(INPUTS, [])).toBe(INPUTS);
  for (const key of ["a1", "1a"]) expect(at([{ [key]: 5 }], key)).toBe(5);
  expect(at([...Array(10).keys(), "eleventh"], "10")).toBe("eleventh");
});

test("read is at, of a resource's inputs", () => expect(read(raw("t", "n", INPUTS), "block.inner.deep")).toBe("x"));

test.each<[value: unknown, unknown: boolean, hidden: boolean]>([
  [UNKNOWN, true, true],
  [`a${UNKNOWN}b`, true, true],
  [SECRET, false, true],
  [`a${SECRET}`, false, false],
  ["x", false, false],
  [undefined, false, false],
  [[UNKNOWN], false, false],
])("%j: unknown %s, hidden %s", (value, unknown, hidden) => {
  expect([isUnknown(value), isHidden(value)]).toEqual([unknown, hidden]);
});

test.each<[value: unknown, is: boolean]>([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  ["x", false],
  [undefined, false],
])("a record: %j %s", (value, is) => expect(isRecord(value)).toBe(is));

test.each<[value: unknown, as: string | undefined]>([
  [" a ", "a"],
  ["a b", "a b"],
  [" ", undefined],
  ["", undefined],
  [5432, "5432"],
  [0, "0"],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [true, undefined],
  [null, undefined],
  [["a"], undefined],
  [UNKNOWN, undefined],
  [SECRET, undefined],
])("text of %j is %j", (value, as) => {
  expect(text(value)).toBe(as);
  expect(textAt({ value }, "value")).toBe(as);
});

test.each<[value: unknown, as: boolean | undefined]>([
  [true, true],
  [false, false],
  ["true", true],
  ["False", false],
  [" TRUE ", true],
  ["yes", undefined],
  ["untrue", undefined],
  [1, undefined],
  [UNKNOWN, undefined],
  [null, undefined],
])("flag of %j is %s", (value, as) => expect(flagAt({ value }, "value")).toBe(as));

test.each<[value: unknown, as: number | undefined]>([
  [5, 5],
  [0, 0],
  [-1, -1],
  ["7", 7],
  [" 1.5 ", 1.5],
  ["x", undefined],
  ["", undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  [true, undefined],
  [UNKNOWN, undefined],
  [[5], undefined],
])("number of %j is %s", (value, as) => expect(numberAt({ value }, "value")).toBe(as));

test.each<[value: unknown, list: unknown[], texts: string[], hidden: boolean, set: boolean]>([
  [["a", " b ", 3], ["a", " b ", 3], ["a", "b", "3"], false, true],
  [[UNKNOWN, "a", null, {}], [UNKNOWN, "a", null, {}], ["a"], true, true],
  [[SECRET], [SECRET], [], true, true],
  [[], [], [], false, false],
  [{ a: 1 }, [{ a: 1 }], [], false, true],
  [{}, [{}], [], false, false],
  ["a", [], ["a"], false, true],
  [UNKNOWN, [], [], true, true],
  [SECRET, [], [], true, true],
  [0, [], ["0"], false, true],
  [false, [], [], false, true],
  [null, [], [], false, false],
  ["", [], [], false, false],
  [undefined, [], [], false, false],
])("%j as a list", (value, list, texts, hidden, set) => {
  const all = { value };
  expect([listAt(all, "value"), textsAt(all, "value"), hiddenAt(all, "value"), isSet(all, "value")]).toEqual([
    list,
    texts,
    hidden,
    set,
  ]);
});

test.each<[path: string | string[], key: string]>([
  ["a", "a"],
  ["a.b.c", "a"],
  ["list[0].b", "list"],
  [["a.b", "c"], "a.b"],
  [[], ""],
  ["", ""],
])("the property of %j is %j", (path, key) => expect(topKey(path)).toBe(key));
