import { Checklist, Radio } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';

/** Groups of choices get a name for screen readers; a choice with `presentation: buttons` is drawn as large buttons. */
function named(Field, role) {
  function Choice(props) {
    const { field } = props;
    const buttons = field.properties?.presentation === 'buttons';
    return h(
      'div',
      { role, 'aria-label': field.label, class: buttons ? 'hw-choice-buttons' : undefined },
      h(Field, props),
    );
  }
  Choice.config = Field.config;
  return Choice;
}

class Fields {
  constructor(formFields) {
    formFields.register('radio', named(Radio, 'radiogroup'));
    formFields.register('checklist', named(Checklist, 'group'));
  }
}
Fields.$inject = ['formFields'];

export const fieldsModule = { __init__: ['homewardFields'], homewardFields: ['type', Fields] };
