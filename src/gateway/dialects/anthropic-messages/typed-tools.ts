import type { Fields } from '../json-value.ts';

/** What Anthropic's models know of a tool that the client runs, written out for models that do not. */
export interface TypedTool {
  readonly description: string;
  readonly schema: Fields;
}

const text = (description: string): Fields => ({ type: 'string', description });
const list = (description: string): Fields => ({
  type: 'array',
  items: { type: 'integer' },
  description,
});
const whole = (description: string): Fields => ({ type: 'integer', description });

const bash: TypedTool = {
  description:
    'Runs a command in a bash session that stays open between calls. Give a command, or restart to begin a new session.',
  schema: {
    type: 'object',
    properties: {
      command: text('The command to run.'),
      restart: { type: 'boolean', description: 'Restart the session instead of running a command.' },
    },
  },
};

const editorProperties: Fields = {
  path: text('Absolute path of the file or directory.'),
  file_text: text('create: the content of the new file.'),
  old_str: text('str_replace: the text to replace; it must occur exactly once.'),
  new_str: text('str_replace: the text to put in its place.'),
  insert_line: whole('insert: the line after which the text goes; 0 for the beginning.'),
  insert_text: text('insert: the text.'),
  view_range: list('view: first and last line to show; -1 for the end.'),
};

function editor(commands: readonly string[]): TypedTool {
  return {
    description: 'Shows, creates and edits text files.',
    schema: {
      type: 'object',
      properties: { command: { type: 'string', enum: commands }, ...editorProperties },
      required: ['command', 'path'],
    },
  };
}

const memory: TypedTool = {
  description:
    'Keeps notes between conversations as files below /memories. Look there before a task, write down what matters.',
  schema: {
    type: 'object',
    properties: {
      command: { type: 'string', enum: ['view', 'create', 'str_replace', 'insert', 'delete', 'rename'] },
      ...editorProperties,
      old_path: text('rename: the path now.'),
      new_path: text('rename: the path afterwards.'),
    },
    required: ['command'],
  },
};

function computer(definition: Fields): TypedTool {
  const { display_width_px: width, display_height_px: height } = definition;
  const size =
    typeof width === 'number' && typeof height === 'number' ? ` of ${width} x ${height} pixels` : '';
  return {
    description: `Controls a computer with a screen${size}: mouse, keyboard and screenshots.`,
    schema: {
      type: 'object',
      properties: {
        action: {
          type: 'string',
          enum: [
            ...['key', 'type', 'mouse_move', 'left_click', 'left_click_drag', 'right_click', 'middle_click'],
            ...['double_click', 'triple_click', 'left_mouse_down', 'left_mouse_up', 'scroll', 'hold_key'],
            ...[
              'wait',
              'screenshot',
              'cursor_position',
              ...(definition.enable_zoom === true ? ['zoom'] : []),
            ],
          ],
        },
        coordinate: list('x and y in pixels from the upper left corner.'),
        start_coordinate: list('left_click_drag: where it begins.'),
        text: text('type: the text. key, hold_key: the keys. Clicks: keys that are held.'),
        scroll_direction: { type: 'string', enum: ['up', 'down', 'left', 'right'] },
        scroll_amount: whole('scroll: how many clicks of the wheel.'),
        duration: { type: 'number', description: 'wait, hold_key: seconds.' },
        ...(definition.enable_zoom === true && { region: list('zoom: x0, y0, x1, y1.') }),
      },
      required: ['action'],
    },
  };
}

/**
 * The tool that a type of definition stands for, as an ordinary function; undefined for types that the client does not
 * run by one call of one name. Any model can call it then, and the client runs it as ever.
 */
export function typedTool(type: string, definition: Fields): TypedTool | undefined {
  if (/^bash_\d/.test(type)) return bash;
  if (/^text_editor_\d/.test(type)) {
    // The first two versions could undo.
    const undo = type < 'text_editor_20250429' ? ['undo_edit'] : [];
    return editor(['view', 'create', 'str_replace', 'insert', ...undo]);
  }
  if (/^memory_\d/.test(type)) return memory;
  if (/^computer_\d/.test(type)) return computer(definition);
  return undefined;
}
