/** The part of Adaptive Cards 1.5 that is used here. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly body: readonly AdaptiveElement[];
  readonly msteams: { readonly width: 'Full' };
  /** Whoever of these opens the conversation is shown the newest state, whatever the message says. */
  readonly refresh?: { readonly action: AdaptiveAction; readonly userIds: readonly string[] };
}

/** What travels with a button, and comes back with what was filled in beside it. */
export interface Pressed {
  readonly tocsin: {
    readonly action: string;
    readonly about: string;
    /** It sends a form. */
    readonly form?: true;
    /** Fields of the form, in order. */
    readonly fields?: readonly string[];
  };
}

export type AdaptiveElement =
  | {
      readonly type: 'RichTextBlock';
      readonly inlines: readonly TextRun[];
      readonly spacing?: 'Small' | 'Medium' | 'None';
    }
  | {
      readonly type: 'Container';
      readonly style: 'emphasis' | 'default';
      readonly items: readonly AdaptiveElement[];
      readonly spacing?: 'Small' | 'Medium';
    }
  | { readonly type: 'Image'; readonly url: string; readonly altText: string; readonly size: 'Large' }
  | { readonly type: 'ActionSet'; readonly actions: readonly AdaptiveAction[] }
  | {
      readonly type: 'Input.Text';
      readonly id: string;
      readonly label: string;
      readonly isMultiline: boolean;
      readonly isRequired: boolean;
      readonly maxLength: number;
      readonly errorMessage?: string;
      readonly value?: string;
    }
  | {
      readonly type: 'Input.ChoiceSet';
      readonly id: string;
      readonly label: string;
      readonly style: 'compact';
      readonly isRequired: boolean;
      readonly choices: readonly { readonly title: string; readonly value: string }[];
      readonly errorMessage?: string;
      readonly value?: string;
    };

/** Text as it is: a run knows no Markdown, so nothing that an alarm says becomes a link or a mention. */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly size?: 'Small' | 'Default' | 'Medium' | 'Large';
  readonly weight?: 'Bolder';
  readonly color?: 'Default' | 'Accent' | 'Good' | 'Warning' | 'Attention';
  readonly isSubtle?: true;
  readonly selectAction?: { readonly type: 'Action.OpenUrl'; readonly url: string };
}

export interface AdaptiveAction {
  readonly type: 'Action.Execute';
  readonly title: string;
  readonly verb: string;
  readonly data: Pressed;
  readonly style?: 'positive' | 'destructive';
  readonly mode?: 'primary' | 'secondary';
  /** For clients that do not know `Action.Execute`. */
  readonly fallback: {
    readonly type: 'Action.Submit';
    readonly title: string;
    readonly data: Pressed;
  };
}
