import "./data/trusted.ts";
import "@fontsource-variable/inter/index.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./base.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BackendProvider } from "./data/backend.tsx";
import { connect } from "./data/firebase.ts";
import { App } from "./shell/App.tsx";
import { Notice } from "./shell/Notice.tsx";
import { resumeLanguage } from "./text/language.ts";
import { t } from "./text/text.ts";
import { theme } from "./theme.ts";

resumeLanguage();

const element = document.getElementById("root");
if (!element) throw new Error("index.html has no #root");
const root = createRoot(element);

const page = (content: React.ReactNode) =>
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        {content}
      </MantineProvider>
    </StrictMode>,
  );

connect().then(
  (backend) =>
    page(
      <BackendProvider backend={backend}>
        <App />
      </BackendProvider>,
    ),
  () => page(<Notice title={t("failed")} />),
);
