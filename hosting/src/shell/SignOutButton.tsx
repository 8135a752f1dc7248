import { Button } from "@mantine/core";
import { signOut } from "firebase/auth";
import { useBackend } from "../data/backend.tsx";
import { t } from "../text/text.ts";

export function SignOutButton() {
  const { auth } = useBackend();
  return (
    <Button variant="default" size="compact-sm" onClick={() => signOut(auth)}>
      {t("signOut")}
    </Button>
  );
}
