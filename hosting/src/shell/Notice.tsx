import { Center, Loader, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { Live } from "../data/live.ts";
import { t } from "../text/text.ts";

interface NoticeProps {
  title: string;
  /** Stands inside the frame, which is the main part of the page already. */
  framed?: boolean;
  children?: ReactNode;
}

/** A page that has only something to say. */
export const Notice = ({ title, framed = false, children }: NoticeProps) => (
  <Center mih="50vh" p="md" component={framed ? "div" : "main"}>
    <Stack align="center" gap="xs" maw={560}>
      <Title order={1} size="h3" ta="center">
        {title}
      </Title>
      {children}
    </Stack>
  </Center>
);

export const Loading = () => (
  <Center mih="30vh" role="status" aria-label={t("loading")}>
    <Loader size="sm" />
  </Center>
);

/** Shows live data, or says why there is none. */
export function Shown<T>({ live, children }: { live: Live<T>; children: (data: T) => ReactNode }) {
  if (live.state === "ready") return children(live.data);
  if (live.state === "loading") return <Loading />;
  const message = { missing: t("notHere"), denied: t("denied"), failed: t("failed") }[live.state];
  return (
    <Text c="dimmed" p="md" role="status">
      {message}
    </Text>
  );
}
