import { EmptyState } from "@/components/ui/empty-state";

/** How to connect a model, where none is. */
export function ConnectAssistant() {
  return (
    <EmptyState
      title="No assistant is connected"
      text="Give the server the address, the model and the key of any endpoint that speaks the chat protocol of OpenAI, and start it again. A prompt may follow in ASSISTANT_PROMPT; stored prompt versions are offered here too. Without one, the assistant itself can send its sessions over the API."
      code={`ASSISTANT_URL=https://api.example.com/v1
ASSISTANT_MODEL=model-name
ASSISTANT_KEY=…`}
    />
  );
}
