/** Draws a report as one HTML page. */

import type { ReportData } from './data.ts';
import { html } from './html.ts';

export function reportPage({ model }: ReportData): string {
  return html`<!doctype html><title>${model.file}</title>`.text;
}
