import { FileInput } from "@mantine/core";
import { t } from "../text/standing-body.ts";

/** Takes one Excel file, or none again; `refusal`: why it can't be read. */
export const ExcelInput = ({
  onFile,
  refusal,
}: {
  onFile: (file: File | null) => Promise<void>;
  refusal: string | null;
}) => (
  <FileInput
    label={t("excelFile")}
    placeholder={t("chooseOne")}
    styles={{ placeholder: { color: "var(--soft)" } }}
    accept=".xlsx"
    clearable
    clearButtonProps={{ "aria-label": t("importClear") }}
    onChange={(file) => void onFile(file)}
    error={refusal}
  />
);
