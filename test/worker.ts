import api from "../src/api";
import generator from "../src/generator";

export { LiveStatus } from "../src/api";
export { Generator } from "../src/generator";

/** Both Workers in one: the API's requests and cron, the Generator's queues. */
export default { ...api, ...generator };
