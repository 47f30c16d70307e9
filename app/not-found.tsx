import { Refusal } from "./refusal";

export default function NotFound() {
  return <Refusal kind="notFound" />;
}
