/** Whether a person can be asked: all three streams are a terminal, and it is not a CI system that runs the command. */
export function mayAsk(): boolean {
  const { stdin, stdout, stderr, env } = process;
  return [stdin, stdout, stderr].every(({ isTTY }) => isTTY === true) && !env['CI'];
}
