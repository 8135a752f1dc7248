export * from "./criteria-set.ts";
export * from "./documents.ts";
export * from "./paths.ts";
export * from "./points.ts";
export * from "./refusals.ts";
export * from "./requests.ts";
export * from "./scoring-rule.ts";
