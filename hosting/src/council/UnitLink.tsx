import { Anchor } from "@mantine/core";
import { setQuery } from "../shell/route.ts";
import { t } from "../text/text.ts";

/** Which unit's sheet is open, in the address. */
export const UNIT = "don-vi";

/** A unit's name that opens its sheet beside the board. Thousands stand on one page: none listens to the address. */
export function UnitLink({ unit, name }: { unit: string; name: string }) {
  const address = new URL(location.href);
  address.searchParams.set(UNIT, unit);
  return (
    <Anchor
      href={address.pathname + address.search}
      inherit
      title={t("openSheet", { name })}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        setQuery(UNIT, unit);
      }}
    >
      {name}
    </Anchor>
  );
}
