// Something went wrong: the page says so where it will be read.
import { Fault } from "./api";
import { h } from "./dom";

export function complain(fault: unknown): void {
  const page = document.getElementById("page") as HTMLElement;
  const words = fault instanceof Fault ? fault.message : `The page failed: ${fault}`;
  page.querySelector(".waiting")?.remove();
  page.querySelector(".trouble")?.remove();
  page.prepend(h("p", { class: "notice trouble", role: "alert" }, words));
  if (!(fault instanceof Fault)) console.error(fault);
}
