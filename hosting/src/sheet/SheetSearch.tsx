import { Text, TextInput } from "@mantine/core";
import { useEffect, useRef } from "react";
import { takesText } from "../shell/keys.ts";
import { t } from "../text/text.ts";

interface SearchProps {
  value: string;
  onChange: (value: string) => void;
  /** Enter: on to what was found. */
  onEnter: () => void;
  /** How many leaves are found; null while nothing is searched for. */
  found: number | null;
}

/** Searches a sheet. "/" comes here from anywhere on the page. */
export function SheetSearch({ value, onChange, onEnter, found }: SearchProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target))
        return;
      event.preventDefault();
      box.current?.focus();
      box.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div className="no-print">
      <TextInput
        ref={box}
        type="search"
        size="sm"
        maw={360}
        mb="xs"
        aria-label={t("sheetSearch")}
        placeholder={t("sheetSearch")}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onEnter();
          else if (event.key === "Escape" && value !== "") onChange("");
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <Text size="sm" className="soft" role="status">
        {found !== null && (found > 0 ? t("sheetFound", { n: found }) : t("sheetNone"))}
      </Text>
    </div>
  );
}
