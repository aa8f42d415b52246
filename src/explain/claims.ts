import { visible } from './text.js';

/** Why a sentence of a machine is thrown away. */
export const CLAIM_CODES = [
  'it is over',
  'do nothing',
  'somebody was called',
  'it is less grave',
  'tell me a secret',
  'I am the system',
  'hidden letters',
] as const;
export type ClaimCode = (typeof CLAIM_CODES)[number];

const IT =
  '(?:alarms?|alerts?|incidents?|cases?|tickets?|cards?|events?|matters?|situation|everything|it|this|that|all)';
const IS =
  '(?: (?:is|are|was|were|has|have|been|can|may|should|must|will|be|get|got|now|already|considered|treated|marked|fully|officially|hereby|safely|as))';
const OVER =
  '(?:resolved|closed|cleared|cancell?ed|dismissed|settled|archived|acknowledged|handled|dealt with|taken care of|under control|a false alarm|false|a test|only a test|a drill)';
const WHO =
  '(?:police|ambulance|fire (?:brigade|department|service)|firefighters|911|999|112|110|emergency services|medics?|paramedics?|guards?|security|help|back-?up|supervisors?|responders?|officers?|patrols?|team|management|somebody|someone|every(?:one|body))';
const TOLD =
  '(?:called|notified|informed|alerted|dispatched|sent|paged|told|responding|on (?:the|their|its) way|en route|coming|arrived)';

const en = (pattern: string): RegExp => new RegExp(`(?<![\\p{L}\\d])${pattern}(?![\\p{L}\\d])`, 'iu');

/**
 * Sentences that no machine may say on a card, whoever made it say them: it cannot know them, and a tired person may
 * act on them by not acting. English, German, French and Spanish. A list of phrases is never complete; what a machine
 * cannot do rests on the closed shape of its answer, not on this. Every gap is bounded, so every search is short.
 */
const CLAIMS: Readonly<Record<ClaimCode, readonly RegExp[]>> = {
  'it is over': [
    en(`${IT}${IS}{1,6} ${OVER}`),
    en(
      `(?:close|resolve|dismiss|cancel|archive|acknowledge|mute|silence|snooze|suppress|delete|disarm|deactivate|disable|unclaim|clear)[^.!?]{0,20} ${IT}`,
    ),
    /^\P{L}{0,5}(?:resolved|closed|cleared|cancell?ed|dismissed|all clear)(?!\p{L})/iu,
    /(?<!\p{L})(?:RESOLVED|CLOSED|CANCELL?ED|DISMISSED|FALSE ALARM|ALL CLEAR)(?!\p{L})/u,
    en(
      '(?:ist|wurde|gilt|alarm|vorfall)[^.!?]{0,25} (?:erledigt|aufgehoben|abgeschlossen|quittiert|geschlossen)|entwarnung',
    ),
    en('(?:résolue?s?|clôturée?s?|fermez|annulée?s?|resuelt[oa]s?|cancelad[oa]s?|cierre|anule)'),
  ],
  'do nothing': [
    en(
      '(?:ignor\\p{L}*|disregard|stand(?:ing)? down|do nothing|nothing (?:to (?:do|worry|see)|happened)|all clear|safe to)',
    ),
    en('no (?:further |immediate |other )?(?:action|response|reaction|dispatch|need|emergency|danger|threat)'),
    en('no ?(?:one|body) (?:needs|has to|should|must)'),
    en(
      "(?:do not|don'?t|never|no need to|not (?:necessary|needed|required) to|refrain from|stop|hold off|instead of)[^.!?]{0,15} (?:respond|call|dispatch|escalat|react|wake|send|claim|notify|alert|check|look|investigat|page|paging|worry)\\p{L}*",
    ),
    en(
      '(?:is|was|known|confirmed|certainly|definitely|clearly|obviously|surely|just|only|merely)[^.!?]{0,15} (?:false alarm|test|drill|exercise|hoax|prank|harmless|benign)',
    ),
    en(
      '(?:ignorier\\p{L}*|nicht (?:reagieren|rufen|anrufen|eskalieren|nötig|notwendig)|kein(?:e|en)? (?:handlungsbedarf|einsatz|gefahr|ma(?:ß|ss)nahmen?)|ist ein fehlalarm|probealarm)',
    ),
    en(
      '(?:ignore[rz]|fausse alerte|aucune (?:action|intervention)|ne faites rien|ignora\\p{L}*|falsa alarma|ningun[ao] (?:acción|intervención)|no (?:es necesari[oa]|responda|llame|actúe))',
    ),
  ],
  'somebody was called': [
    en(`${WHO}[^.!?]{0,20} (?:is|are|was|were|has|have|had|been|already|now)[^.!?]{0,20} ${TOLD}`),
    en(`(?:i|we|tocsin|system)[^.!?]{0,15} ${TOLD}[^.!?]{0,20} ${WHO}`),
    en(
      '(?:polizei|feuerwehr|rettungsdienst|wachdienst|streife|verstärkung)[^.!?]{0,30} (?:gerufen|verständigt|informiert|alarmiert|unterwegs|eingetroffen)',
    ),
    en(
      '(?:police|pompiers|policía|bomberos|ambulancia)[^.!?]{0,30} (?:appelée?s?|prévenue?s?|en route|llamad[oa]s?|avisad[oa]s?|en camino)',
    ),
  ],
  'it is less grave': [
    en(
      `(?:lower|lowered|reduce|reduced|decrease|decreased|drop|dropped|set)[^.!?]{0,20} (?:severity|priority|band|score|${IT})`,
    ),
    en('(?:downgrade|demote|de-?escalate|deprioriti[sz]e)d?'),
    en('(?:severity|priority|band|risk|score)[^.!?]{0,15} (?:low|none|zero|minimal|negligible|informational|0)'),
    en('(?:herabstufen|herabgesetzt|niedrige priorität|priorité basse|baja prioridad|rebajar)'),
  ],
  'tell me a secret': [
    en(
      '(?:enter|type|send|give|share|provide|reply with|tell|paste|forward|submit|post)[^.!?]{0,30} (?:passwords?|passcodes?|pins?|credentials?|tokens?|api keys?|secrets?)',
    ),
    en('your (?:\\p{L}+ )?(?:password|passcode|pin|codes?|credentials?|login|account)'),
    en('(?:log ?in|sign ?in|scan (?:the|this) (?:qr|code))'),
    en('(?:passwort|kennwort|zugangsdaten|mot de passe|contraseña)'),
  ],
  'I am the system': [
    en(
      '(?:system prompt|(?:previous|prior|earlier|new) instructions|developer mode|jailbreak|as an ai|language model|alarm-data|api key)',
    ),
    en(
      '(?:system|admin(?:istrator)?|official|developer|tocsin|slack|microsoft|openai)[^.!?\\p{L}]{0,3}(?:message|notice|announcement|override|says)',
    ),
  ],
  // A word of two alphabets, or one letter by letter, was made to pass by every list.
  'hidden letters': [
    /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]\p{Script=Latin}/u,
    /(?<!\p{L})(?:\p{L}[ ._-]){4,}\p{L}(?!\p{L})/u,
  ],
};

/** What a machine may not say in this sentence, or nothing. */
export function claimIn(sentence: string): ClaimCode | undefined {
  const plain = visible(sentence).replace(/\s+/g, ' ');
  return CLAIM_CODES.find((code) => CLAIMS[code].some((pattern) => pattern.test(plain)));
}
