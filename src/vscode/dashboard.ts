import * as vscode from 'vscode';
import type { GatewayHost } from '../gateway-thread/gateway-host.ts';
import { dashboardHtml } from './dashboard-html.ts';
import type { GatewayView } from './gateway-view.ts';
import { isPaused, preferredProvider } from './provider-picker.ts';

/** A panel with a plain page: where the gateway is, how each provider is, what today brought. */
export interface Dashboard extends vscode.Disposable {
  open(): void;
}

export function createDashboard(host: GatewayHost, view: GatewayView): Dashboard {
  let panel: vscode.WebviewPanel | undefined;
  const draw = (): void => {
    if (panel === undefined) return;
    panel.webview.html = dashboardHtml({
      state: host.state,
      providers: view.providers,
      status: view.status,
      lastAnsweredBy: view.lastAnsweredBy,
      preferred: preferredProvider(),
      paused: isPaused(),
    });
  };
  const watching = view.onDidChange(draw);
  return {
    open() {
      if (panel !== undefined) return panel.reveal();
      panel = vscode.window.createWebviewPanel('patchbay.dashboard', 'Patchbay', vscode.ViewColumn.Active, {
        enableScripts: false,
        localResourceRoots: [],
      });
      panel.onDidDispose(() => {
        panel = undefined;
      });
      draw();
    },
    dispose() {
      watching.dispose();
      panel?.dispose();
    },
  };
}
