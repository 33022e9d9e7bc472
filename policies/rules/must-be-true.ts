import { flagAt, isHidden, read } from "../../graph/reading";
import type { Resource } from "../../resources/resource";
import type { Findings } from "../policy";

/** Reports a property that must be literally true; not set means false, not known yet is not judged. */
export function mustBeTrue(resource: Resource, path: string, message: string, { violation, unjudged }: Findings): void {
  if (isHidden(read(resource, path))) unjudged(resource, path);
  else if (flagAt(resource.inputs, path) !== true) violation(resource, path, message);
}
