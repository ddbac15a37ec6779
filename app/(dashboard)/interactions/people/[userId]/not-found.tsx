export { NoPerson as default } from "@/components/interactions/people/no-person";
