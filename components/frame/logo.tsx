/** The tool's outline: fork, bar, claw. */
export function Mark() {
  return (
    <svg
      viewBox="6 4 20 24"
      aria-hidden="true"
      className="size-5 fill-none stroke-current [stroke-linecap:round] [stroke-linejoin:round] [stroke-width:2.6]"
    >
      <path d="M9 7v5.5a3.5 3.5 0 0 0 7 0V7M12.5 16v9M12.5 25H19M19 25l4-5M19 25l4 2.5" />
    </svg>
  );
}
