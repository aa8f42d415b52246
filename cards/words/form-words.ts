/** What stands around the fields of every form. */
export interface FormWords {
  /** Goes back to the card. */
  readonly cancel: string;
  /** Below a field that has to be filled in. */
  readonly required: string;
  /** Above a field that was not filled in well. */
  readonly notYet: string;
  /** In place of a menu without options. */
  readonly nothingToChoose: string;
}

export const FORM_EN: FormWords = {
  cancel: 'Cancel',
  required: 'Please fill this in.',
  notYet: 'Not yet',
  nothingToChoose: 'there is nothing to choose from yet.',
};

export const FORM_DE: FormWords = {
  cancel: 'Abbrechen',
  required: 'Bitte ausfüllen.',
  notYet: 'Noch nicht',
  nothingToChoose: 'hier gibt es noch nichts auszuwählen.',
};

export const FORM_ES: FormWords = {
  cancel: 'Cancelar',
  required: 'Complete este campo.',
  notYet: 'Todavía no',
  nothingToChoose: 'todavía no hay nada que elegir.',
};
