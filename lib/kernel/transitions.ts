/** Which states may follow each; one that nothing follows is final. */
export type Transitions<State extends string> = Readonly<Record<State, readonly State[]>>;

export function isStep<State extends string>(steps: Transitions<State>, from: State, to: State): boolean {
  return steps[from].includes(to);
}

/**
 * For a store, before it saves.
 * @param what its id, for whoever reads the error
 * @throws TypeError when there is no such step: a defect, which no person can cause
 */
export function checkStep<State extends string>(
  steps: Transitions<State>,
  what: string,
  step: { from: State; to: State },
): void {
  if (!isStep(steps, step.from, step.to))
    throw new TypeError(`${what} can't go from ${step.from} to ${step.to}`);
}

/** What each event does in each state; what is missing does nothing there. */
export type EventTable<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/** @returns the state after an event; undefined when it does nothing in this state */
export function stepOf<State extends string, Event extends string>(
  table: EventTable<State, Event>,
  state: State,
  event: Event,
): State | undefined {
  return table[state][event];
}
