/** Made up, the same in every process of the benchmark, good for nothing else. */
export const ALARM_SECRET = 'a-secret-for-the-benchmark';
export const API_TOKEN = 'a-token-for-the-benchmark';
export const SLACK_TOKEN = 'xoxb-benchmark-0123456789-abcdefghijkl';
export const SLACK_SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
