import { type Activity, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  AuthenticationConstants,
  AuthenticationError,
  ClaimsIdentity,
  type ConnectorClient,
} from 'botframework-connector';
import { isLoopback } from '../../loopback.js';
import { type Admission, type Claimed, TeamsError, type TeamsMessage, type TeamsTransport } from './transport.js';

export interface BotFrameworkSettings {
  /** `undefined`: everybody on this machine is believed to be Teams. */
  readonly app: { readonly id: string; readonly password: string; readonly tenantId: string } | undefined;
  /** Where Teams publishes its keys, when not where Microsoft does. */
  readonly openIdUrl: string | undefined;
}

/**
 * How long the wire waits. Delivery waits shorter: what is posted later than that is in doubt, and found here when it is looked up,
 * because the answer may still come.
 */
const POST_MS = 25_000;
const CALL_MS = 8_000;
/** Before somebody is answered. */
const ASK_MS = 3_000;
/** Teams has a handful of addresses; each has a client of its own. */
const MOST_CLIENTS = 50;
/** What the sign-in says when it is the credentials, and not the network. */
const BAD_CREDENTIALS =
  /^(invalid_client|unauthorized_client|invalid_request|invalid_tenant|invalid_resource|invalid_grant)$/;

/**
 * Teams by Microsoft's Bot Framework SDK, which is at its end: docs/adr/0014-bot-framework.md. Its clients alone are used, not its
 * turns: an adapter that swallows errors of what is sent by itself would hide that an alarm did not arrive.
 */
export function botFramework({ app, openIdUrl }: BotFrameworkSettings): TeamsTransport {
  const auth = new ConfigurationBotFrameworkAuthentication(app ? signedIn(app, openIdUrl) : {});
  const identity = new ClaimsIdentity([
    { type: AuthenticationConstants.AudienceClaim, value: app?.id ?? '' },
    { type: AuthenticationConstants.AppIdClaim, value: app?.id ?? '' },
  ]);
  const clients = new Map<string, Promise<ConnectorClient>>();

  function clientFor(serviceUrl: string): Promise<ConnectorClient> {
    const known = clients.get(serviceUrl);
    if (known) return known;
    if (clients.size >= MOST_CLIENTS) clients.clear();
    const made = auth
      .createConnectorFactory(identity)
      .create(serviceUrl, AuthenticationConstants.ToChannelFromBotOAuthScope)
      .then(withoutRetries);
    clients.set(serviceUrl, made);
    return made;
  }

  async function call<T>(serviceUrl: string, what: (client: ConnectorClient) => Promise<T>): Promise<T> {
    try {
      return await what(await clientFor(serviceUrl));
    } catch (error) {
      throw teamsErrorOf(error);
    }
  }

  return {
    async admit(claimed, authorization) {
      return app ? await admitted(claimed, authorization, app.tenantId) : anonymously(claimed);
    },

    startThread: ({ serviceUrl, conversation }, message) =>
      call(serviceUrl, async ({ conversations }) => {
        const parameters = {
          isGroup: true,
          channelData: { channel: { id: conversation } },
          activity: activityOf(message),
        };
        // The type wants members; a channel has its own.
        const made = await conversations.createConversation(parameters as never, { timeout: POST_MS });
        return /;messageid=(\d+)/.exec(made.id)?.[1] ?? made.activityId;
      }),

    send: ({ serviceUrl, conversation }, message) =>
      call(serviceUrl, async ({ conversations }) => {
        const sent = await conversations.sendToConversation(conversation, activityOf(message), { timeout: POST_MS });
        return sent.id;
      }),

    update: ({ serviceUrl, conversation }, id, message) =>
      call(serviceUrl, async ({ conversations }) => {
        const activity = { ...activityOf(message), id };
        await conversations.updateActivity(conversation, id, activity, { timeout: CALL_MS });
      }),

    remove: ({ serviceUrl, conversation }, id) =>
      call(serviceUrl, async ({ conversations }) => {
        await conversations.deleteActivity(conversation, id, { timeout: CALL_MS });
      }),

    openChat: (serviceUrl, userId) =>
      call(serviceUrl, async ({ conversations }) => {
        const parameters = {
          isGroup: false,
          members: [{ id: userId }],
          ...(app ? { tenantId: app.tenantId, bot: { id: `28:${app.id}` } } : {}),
        };
        const made = await conversations.createConversation(parameters as never, { timeout: CALL_MS });
        return made.id;
      }),

    member: ({ serviceUrl, conversation }, userId) =>
      call(serviceUrl, async ({ conversations }) => {
        const found = (await conversations.getConversationMember(conversation, userId, {
          timeout: ASK_MS,
        })) as unknown as Readonly<Record<string, unknown>>;
        const { email, userPrincipalName, tenantId, userRole } = found;
        const ours = app === undefined || String(tenantId).toLowerCase() === app.tenantId;
        // Somebody invited from elsewhere has a name of ours with theirs in it.
        const invited = userRole === 'guest' || String(userPrincipalName).includes('#EXT#');
        if (!ours || invited) return undefined;
        const mail = typeof email === 'string' && email !== '' ? email : userPrincipalName;
        return { mail: typeof mail === 'string' ? mail : undefined };
      }),
  };

  async function admitted(claimed: Claimed, authorization: string, tenantId: string): Promise<Admission> {
    if (claimed.channelId !== 'msteams')
      return { ok: false, status: 403, why: 'channelId is not "msteams": only Teams is answered here' };
    // The library takes other kinds of tokens too, which name no address; and it stumbles over what is no token.
    const claims = claimsIn(authorization);
    if (claims?.iss !== AuthenticationConstants.ToBotFromChannelTokenIssuer || claims.serviceurl !== claimed.serviceUrl)
      return { ok: false, status: 401, why: 'the token is not one of Teams for this serviceUrl' };
    try {
      await auth.authenticateRequest(claimed as unknown as Activity, authorization);
    } catch (error) {
      // The library's own text names the check that failed, and quotes nothing secret.
      if (isForged(error)) return { ok: false, status: 401, why: error.message.slice(0, 200) };
      throw error;
    }
    if (claimed.tenantId?.toLowerCase() !== tenantId)
      return { ok: false, status: 403, why: 'this is not the tenant of MicrosoftAppTenantId' };
    return { ok: true };
  }
}

/** What a token says of itself, before anybody has proved it; nothing for what is no token. */
function claimsIn(authorization: string): { readonly iss?: unknown; readonly serviceurl?: unknown } | undefined {
  const [, head = '', body = ''] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]*$/.exec(authorization.slice(0, 20_000)) ?? [];
  try {
    const [header, claims] = [head, body].map((part): unknown => JSON.parse(Buffer.from(part, 'base64url').toString()));
    const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
    return isObject(header) && isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** The library refuses some tokens in its own words, and lets the errors of its parser of tokens through. */
const isForged = (error: unknown): error is Error =>
  error instanceof AuthenticationError ||
  (error instanceof Error && /^(JsonWebToken|TokenExpired|NotBefore)Error$/.test(error.name));

/** Whoever is not asked who they are must not choose where our answers go. */
function anonymously({ serviceUrl }: Claimed): Admission {
  return isLoopback(new URL(serviceUrl).hostname)
    ? { ok: true }
    : { ok: false, status: 403, why: 'with TEAMS_ANONYMOUS=1 serviceUrl has to be on this machine' };
}

function signedIn({ id, password, tenantId }: NonNullable<BotFrameworkSettings['app']>, openIdUrl: string | undefined) {
  const own = {
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppId: id,
    MicrosoftAppPassword: password,
    MicrosoftAppTenantId: tenantId,
  };
  if (openIdUrl === undefined) return own;
  // With one address given, the library takes none of the others for granted.
  const constants = AuthenticationConstants;
  return {
    ...own,
    ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
    ToBotFromChannelTokenIssuer: constants.ToBotFromChannelTokenIssuer,
    ToBotFromEmulatorOpenIdMetadataUrl: constants.ToBotFromEmulatorOpenIdMetadataUrl,
    ToChannelFromBotLoginUrl: constants.ToChannelFromBotLoginUrl,
    ToChannelFromBotOAuthScope: constants.ToChannelFromBotOAuthScope,
    OAuthUrl: constants.OAuthUrl,
  };
}

const activityOf = (message: TeamsMessage): Partial<Activity> => message as unknown as Partial<Activity>;

/** The part of the library's client that it has no option for. */
interface Piped {
  readonly client: { readonly pipeline: { removePolicy(which: { readonly name: string }): readonly unknown[] } };
}

/** What is sent again, and when, is for delivery to decide: the library would post a card twice. Nor does it follow others. */
function withoutRetries(client: ConnectorClient): ConnectorClient {
  const { pipeline } = (client as unknown as Piped).client;
  for (const name of ['defaultRetryPolicy', 'redirectPolicy'])
    if (pipeline.removePolicy({ name }).length === 0)
      throw new Error(`The Bot Framework has no "${name}" that could be taken out: is it another version?`);
  return client;
}

function teamsErrorOf(error: unknown): TeamsError {
  const { name, code, statusCode, errorCode, response } = error as {
    readonly name?: string;
    readonly code?: unknown;
    readonly statusCode?: unknown;
    readonly errorCode?: unknown;
    readonly response?: { readonly headers?: { get(name: string): string | undefined } };
  };
  const plain = typeof code === 'string' && /^\w{1,60}$/.test(code) ? { code } : {};
  if (typeof statusCode === 'number') {
    const wait = Number(response?.headers?.get('retry-after'));
    const retryAfterMs = Number.isFinite(wait) && wait > 0 ? { retryAfterMs: wait * 1_000 } : {};
    return new TeamsError(`Teams answered HTTP ${statusCode}${plain.code ? ` ${plain.code}` : ''}`, {
      status: statusCode,
      ...plain,
      ...retryAfterMs,
    });
  }
  if (typeof errorCode === 'string' && BAD_CREDENTIALS.test(errorCode))
    return new TeamsError(`Microsoft's sign-in answered ${errorCode}`, { signIn: true });
  if (name === 'AbortError') return new TeamsError('Teams did not answer in time', {});
  return new TeamsError(`Teams could not be reached: ${plain.code ?? name ?? 'unknown error'}`, plain);
}
