/** What the compile decided and why: passes, notes, what stays wide, and what the artifact says of itself. */

import { grouped } from '../blocks.ts';
import type { Decisions, Note, PassDecision } from '../data-decisions.ts';
import { areaChart } from '../draw/chart.ts';
import { html, nameMarkup, shortened } from '../html.ts';
import type { Markup } from '../html.ts';
import { opChips } from './graph.ts';
import { guardMarkup } from './guard.ts';
import { folded, note, plainTable } from './section.ts';
import type { Section, Subject } from './section.ts';

export function decisionsSection({ data, target, prefix }: Subject): Section {
  const { passes, notes, facts, guard, wide, others } = target.decisions;
  const counts = [data.before.nodes, ...passes.map(({ nodesAfter }) => nodesAfter)];
  const last = counts.at(-1) ?? 0;
  const describe = `from ${data.before.nodes} nodes to ${last} in ${passes.length} passes`;
  const body = html`<h4>Passes</h4>
    ${areaChart({ title: 'Nodes after each pass', describe, values: counts, lines: [], format: String, unit: 'pass' })}
    ${passTable(passes)}
    <h4>Notes of the compile</h4>
    ${
      notes.length === 0
        ? note('There are none.')
        : html`<ul class="notes">
            ${notes.map(noteItem)}
          </ul>`
    }
    ${factTable(facts)} ${guardMarkup(guard)}
    ${data.precision === 'fp16' ? wideNodes(wide, target.after.nodes) : ''}
    ${Object.entries(others).map(
      ([key, text]) =>
        html`<h4>${shortened(key)} <small>as the manifest has it</small></h4>
          <pre>${html`${lines(text)}`}</pre>`,
    )}`;
  return {
    id: `${prefix}decisions`,
    title: 'Decisions and their reasons',
    short: 'Decisions',
    body,
  };
}

function lines(text: string): readonly Markup[] {
  return text.split('\n').map((line) => html`${shortened(line, 400)}<br />`);
}

function passTable(passes: readonly PassDecision[]): Markup {
  const row = ({
    name,
    describe,
    options,
    nodesBefore,
    nodesAfter,
    changes,
    left,
  }: PassDecision) => [
    html`<b>${nameMarkup(name)}</b
      >${options === '' ? '' : html`<br /><code>${shortened(options, 200)}</code>`}`,
    shortened(describe, 300),
    html`<span class="still">${nodesBefore} → ${nodesAfter}</span>`,
    html`<ul class="chips">
      ${changes.slice(0, CHANGES).map(({ op, by }) => html`<li>${op}<b>${by > 0 ? '+' : '−'}${Math.abs(by)}</b></li>`)}${changes.length > CHANGES ? html`<li>and ${changes.length - CHANGES} more</li>` : ''}
    </ul>`,
    left === 0 ? '–' : String(left),
  ];
  const head = ['pass', 'what it does', 'nodes', 'ops that came and went', 'its nodes in the end'];
  const isIdle = ({ changes, left, options }: PassDecision): boolean =>
    changes.length === 0 && left === 0 && options === '';
  const idle = passes.filter(isIdle);
  return html`${plainTable('Passes in order that changed something', head, passes.filter((pass) => !isIdle(pass)).map(row))}
  ${idle.length === 0 ? '' : note(`Found nothing to change: ${[...new Set(idle.map(({ name }) => name))].join(', ')}.`)}`;
}

const CHANGES = 16;

function noteItem({ severity, code, message, hint }: Note): Markup {
  return html`<li class="${severity}">
    <b>${severity}</b>
    <code>${code}</code>
    ${shortened(message, 1200)}${hint === '' ? '' : html`<br /><small>${shortened(hint, 400)}</small>`}
  </li>`;
}

function factTable(facts: Decisions['facts']): Markup {
  const rows = Object.entries(facts).map(([key, value]) => [key, shortened(value, 200)]);
  return rows.length === 0
    ? html``
    : html`<h4>Chosen for the artifact</h4>
        ${plainTable('What its trace says', ['what', 'chosen'], rows)}`;
}

const WIDE = 200;

function wideNodes(wide: Decisions['wide'], nodes: number): Markup {
  const ops = Array.from(
    grouped(wide, ({ op }) => op),
    ([op, { length: count }]) => ({ op, count }),
  ).sort((a, b) => b.count - a.count);
  const rows = wide
    .slice(0, WIDE)
    .map(({ name, op, block }) => [nameMarkup(name, 60), op, nameMarkup(block, 24)]);
  return html`<h4>In fp32 where the rest is in fp16</h4>
    ${wide.length === 0 ? note('None: every node computes in fp16.') : html`${note(`${wide.length} of ${nodes} nodes have results in fp32, by op:`)}${opChips(ops)}${folded(`Their names${wide.length > WIDE ? `, the first ${WIDE}` : ''}`, plainTable('Nodes in fp32', ['node of the model', 'op', 'block'], rows))}`}`;
}
