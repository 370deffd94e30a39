/** The same action, which happens at its first call only. */
export function once(action: () => void): () => void {
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    action();
  };
}
