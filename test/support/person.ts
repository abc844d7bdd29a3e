import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { type ClientCapabilities, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** What a person answers to a dialog: the value of an option, free text, or nothing (`decline`, `cancel`). */
export type Person = (question: { message: string; options: { const: string; title: string }[] }) => Answer;
export type Answer = { choice: string; custom?: string } | 'decline' | 'cancel' | 'accept-empty';

/** Goes along with what is recommended. */
export const agreeable: Person = ({ options }) => ({ choice: options[0]?.const ?? '' });

/** A client that puts dialogs to this person; without one it has no dialogs. */
export function newClient(person: Person | undefined, capabilities?: ClientCapabilities): Client {
  const client = new Client(
    { name: 'test-client', version: '1' },
    { capabilities: capabilities ?? (person ? { elicitation: { form: {} } } : {}) },
  );
  if (person) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      const schema = 'requestedSchema' in params ? params.requestedSchema : undefined;
      const choice = schema?.properties.choice as { oneOf?: { const: string; title: string }[] } | undefined;
      const answer = person({ message: params.message, options: choice?.oneOf ?? [] });
      if (answer === 'decline' || answer === 'cancel') return { action: answer };
      if (answer === 'accept-empty') return { action: 'accept', content: {} };
      return { action: 'accept', content: answer };
    });
  }
  return client;
}
