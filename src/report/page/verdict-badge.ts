import type { Verdict } from '../../claims/index.ts';
import { html, type Markup, trusted } from '../text/markup.ts';

const BADGES: Record<Verdict, { word: string; icon: Markup; meaning: string }> = {
  supported: {
    word: 'Supported',
    icon: trusted('<circle cx="8" cy="8" r="7"/><path class="knock" d="M4.6 8.4l2.3 2.3 4.6-5.2"/>'),
    meaning: 'the planned test passes in the claimed direction',
  },
  contradicted: {
    word: 'Contradicted',
    icon: trusted('<path d="M8 .6L15.4 8 8 15.4.6 8z"/><path class="knock" d="M5.7 5.7l4.6 4.6m0-4.6l-4.6 4.6"/>'),
    meaning: 'the planned test passes in the opposite direction',
  },
  'not-supported': {
    word: 'Not supported',
    icon: trusted('<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="1.5"/><path class="knock" d="M4.5 8h7"/>'),
    meaning: 'effects as large as the smallest of interest are ruled out',
  },
  inconclusive: {
    word: 'Inconclusive',
    icon: trusted(
      '<circle class="hollow" cx="8" cy="8" r="6.2" stroke-dasharray="2.6 2"/><path class="hollow" d="M6.2 6.6a1.9 1.9 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2m0 1.7v.3"/>',
    ),
    meaning: 'neither: the data cannot tell',
  },
};

/** All verdicts in the order in which readers look for them. */
export const VERDICTS: readonly Verdict[] = ['supported', 'contradicted', 'not-supported', 'inconclusive'];

/** A verdict as shape, word and color together. */
export function verdictBadge(verdict: Verdict): Markup {
  const { word, icon } = BADGES[verdict];
  return html`<span class="verdict v-${verdict}"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${icon}
    </svg>${word}</span>`;
}

/** A verdict as shape and color, its word for those who point at it or have the page read to them. */
export function verdictSymbol(verdict: Verdict): Markup {
  const { word, icon } = BADGES[verdict];
  return html`<span class="verdict symbol v-${verdict}" title="${word}"><svg viewBox="0 0 16 16" width="16" height="16" role="img" aria-label="${word}">${icon}
    </svg></span>`;
}

/** What a verdict means, in a few words. */
export function verdictMeaning(verdict: Verdict): string {
  return BADGES[verdict].meaning;
}
