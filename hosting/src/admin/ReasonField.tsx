import { Textarea } from "@mantine/core";
import { t } from "../text/standing-body.ts";

/** Why an act is done: required, and kept in the audit. */
export const ReasonField = () => (
  <Textarea
    name="reason"
    label={t("reason")}
    description={t("reasonKept")}
    required
    maxLength={2000}
    autosize
    minRows={2}
  />
);
