// @ts-check

/**
 * @typedef {Record<string, string | undefined>} Environment
 * @typedef {{ id: number, body: string }} Comment
 * @typedef {{ list: string, one: (id: number) => string, edit: string, headers: Record<string, string> }} Place
 */

/**
 * Where the comments of a pull request (GitHub) or of a merge request (GitLab) are, by what the CI's environment says.
 *
 * @param {Environment} environment
 * @returns {Place}
 */
function placeOf({ GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, PULL_REQUEST, ...gitlab }) {
  if (PULL_REQUEST) {
    const issues = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`;
    return {
      list: `${issues}/${PULL_REQUEST}/comments`,
      one: (id) => `${issues}/comments/${id}`,
      edit: "PATCH",
      headers: { authorization: `Bearer ${GITHUB_TOKEN}`, accept: "application/vnd.github+json" },
    };
  }
  const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, GITLAB_TOKEN = "" } = gitlab;
  if (!CI_MERGE_REQUEST_IID) throw new Error("there is no pull request (PULL_REQUEST) to comment on");
  const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
  return {
    list: notes,
    one: (id) => `${notes}/${id}`,
    edit: "PUT",
    headers: { "private-token": GITLAB_TOKEN },
  };
}

const pageSize = 100;

/**
 * Writes the one comment that bears the mark: the first time it is made, from then on it is changed.
 *
 * @param {string} mark a comment of HTML, which nobody sees
 * @param {string} text
 * @param {Environment} environment
 */
export async function writeComment(mark, text, environment) {
  const { list, one, edit, headers } = placeOf(environment);

  /**
   * @param {string} url
   * @param {RequestInit} [request]
   */
  const call = async (url, request) => {
    const response = await fetch(url, {
      ...request,
      headers: { ...headers, "content-type": "application/json" },
    });
    if (!response.ok) throw new Error(`the comment was refused: ${response.status} ${await response.text()}`);
    return response.json();
  };

  /** @returns {Promise<Comment | undefined>} */
  const find = async (page = 1) => {
    /** @type {Comment[]} */
    const comments = await call(`${list}?per_page=${pageSize}&page=${page}`);
    const mine = comments.find(({ body }) => body.startsWith(mark));
    return mine ?? (comments.length < pageSize ? undefined : find(page + 1));
  };

  const body = JSON.stringify({ body: `${mark}\n${text}` });
  const mine = await find();
  await (mine ? call(one(mine.id), { method: edit, body }) : call(list, { method: "POST", body }));
}
