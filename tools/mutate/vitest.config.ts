import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Tests of core's folder that test something else (the public site, the command line, the respondent's page, the workspace,
 * the tools, the documents): what they find of core's rules on the way is not what keeps those rules, and each of their runs is long.
 */
const OF_OTHERS = [
  ...["alerts", "audit", "board-view", "cli*", "deploy-checks", "dictionary", "disputed-leaves"],
  ...["fast-ballots", "found-rows", "json-elements", "respond-*", "saves", "scale", "security-docs"],
  ...["settings-text", "site*", "tools-*", "upload-queue", "web-*"],
].map((name) => `test/core/${name}.test.ts`);

/** The file that found the mutant before first, then the short ones: most mutants die in a second. */
class ShortFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = (file: TestSpecification) => this.ctx.cache.getTestSpecificationResult(file);
    const cost = (file: TestSpecification) => (known(file)?.failed ? -1 : (known(file)?.duration ?? 0));
    return files.toSorted((a, b) => cost(a) - cost(b));
  }
}

/** The tests of `core` as Stryker runs them: on Node's own loader, which starts sooner than Vite's. */
export default defineConfig({
  test: {
    include: ["test/core/**/*.test.ts"],
    exclude: OF_OTHERS,
    setupFiles: ["test/seed.ts", "tools/mutate/setup.ts"],
    experimental: { viteModuleRunner: false },
    sequence: { sequencer: ShortFirst },
    testTimeout: 20_000,
    silent: true,
  },
});
