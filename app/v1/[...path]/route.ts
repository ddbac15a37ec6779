import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/errors";
import { problemResponse } from "@/lib/http/problem";

// * /v1/{anything else} - problem details instead of a page
async function answerNotFound(): Promise<Response> {
  return problemResponse(
    new AppError("not_found", "There is nothing at this address. GET /v1 lists the endpoints."),
    randomUUID(),
  );
}

export {
  answerNotFound as DELETE,
  answerNotFound as GET,
  answerNotFound as PATCH,
  answerNotFound as POST,
  answerNotFound as PUT,
};
