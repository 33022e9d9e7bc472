import { endAll } from "./life";

afterAll(endAll);
