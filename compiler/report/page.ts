/** Draws a report as one HTML page that needs no network and runs no script. */

import type { ReportData } from './data.ts';
import { Markup, html, nameMarkup, shortened } from './html.ts';
import { decisionsSection } from './sections/decisions.ts';
import { graphSection } from './sections/graph.ts';
import { memorySection } from './sections/memory.ts';
import { precisionSection } from './sections/precision.ts';
import { repeatSection } from './sections/repeat.ts';
import { section } from './sections/section.ts';
import type { Section, Subject } from './sections/section.ts';
import { sensitivitySection } from './sections/sensitivity.ts';
import { sizeSection } from './sections/size.ts';
import { tiles } from './sections/tiles.ts';
import { timeSection } from './sections/time.ts';
import { STYLE } from './style.ts';

const SECTIONS: readonly ((subject: Subject) => Section)[] = [
  tiles,
  graphSection,
  sizeSection,
  precisionSection,
  sensitivitySection,
  memorySection,
  timeSection,
  decisionsSection,
  repeatSection,
];

/** Nothing is loaded and nothing runs, whatever a name out of the model looks like. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function reportPage(data: ReportData): string {
  const { model, device, precision, dims, targets, version } = data;
  const several = targets.length > 1;
  const parts = targets.map((target, index) => {
    const prefix = several ? `t${index}-` : '';
    return { target, sections: SECTIONS.map((draw) => draw({ data, target, prefix })) };
  });
  const links = parts.flatMap(({ target, sections }) =>
    sections.map(({ id, short }) => ({ id, title: several ? `${target.name}: ${short}` : short })),
  );
  const facts = [
    ['device', device.title],
    ['precision', precision],
    ...Object.entries(dims).map(([dim, value]) => [dim, String(value)]),
    ['opset', String(model.opset)],
    ...(model.producer === '' ? [] : [['written by', model.producer]]),
    ['SHA-256', `${model.sha256.slice(0, 12)}…`],
    ['snapc', version],
  ];
  const title = `${shortened(model.file, 60)} for ${targets.map(({ name }) => name).join(', ')} on ${device.title}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="snapc ${version}" />
        <title>${title}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip-link" href="#main">To the report</a>
        <header>
          <h1>
            ${nameMarkup(model.file, 80)}
            <small>for ${targets.map(({ name }) => name).join(', ')}</small>
          </h1>
          <div class="facts">
            ${facts.map(([name = '', value = '']) => html`<span>${shortened(name, 40)} <b>${shortened(value, 80)}</b></span>`)}
          </div>
        </header>
        <nav aria-label="Sections">
          <ul>
            ${links.map(({ id, title: text }) => html`<li><a href="#${id}">${text}</a></li>`)}
          </ul>
        </nav>
        <main id="main">
          ${parts.map(({ target, sections }) => html`${several ? html`<h2>${target.name}</h2>` : ''}${sections.map(section)}`)}
        </main>
        <footer>
          Drawn by snapc ${version} from report.json, which holds every figure of this page.
        </footer>
      </body>
    </html> `.text;
}
