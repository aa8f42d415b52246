import { isLoopback } from './loopback.js';

/** What Tocsin needs to be in Teams. */
export interface TeamsConfig {
  /** `undefined`: nobody is asked who they are, which is for the loopback address alone. */
  readonly app: { readonly id: string; readonly password: string; readonly tenantId: string } | undefined;
  /** Where the keys are published with which Teams signs; Microsoft's own when left out. */
  readonly openIdUrl: string | undefined;
}

/** Bot Framework's own names. */
interface TeamsEnvironment {
  readonly MicrosoftAppType?: string | undefined;
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
  readonly TEAMS_ANONYMOUS?: '0' | '1' | undefined;
  readonly TEAMS_OPENID_URL?: string | undefined;
  readonly HOST: string;
  readonly PUBLIC_URL?: string | undefined;
  readonly NODE_ENV?: string | undefined;
}

/** Teams as the environment wants it; `undefined` keeps it off; a text says what is wrong. */
export function teamsOf(e: TeamsEnvironment): TeamsConfig | undefined | string {
  const app = {
    MicrosoftAppId: e.MicrosoftAppId,
    MicrosoftAppPassword: e.MicrosoftAppPassword,
    MicrosoftAppTenantId: e.MicrosoftAppTenantId,
  };
  const missing = Object.entries(app).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0 && missing.length < 3)
    return `MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId belong together, but ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set: set all of them, or none to keep Teams off.`;
  if (e.MicrosoftAppType !== undefined && e.MicrosoftAppType !== 'SingleTenant')
    return `MicrosoftAppType is "${e.MicrosoftAppType}". Tocsin is a bot of one organisation: set it to SingleTenant, or leave it out.`;
  const openIdUrl = e.TEAMS_OPENID_URL;
  if (e.MicrosoftAppId && e.MicrosoftAppPassword && e.MicrosoftAppTenantId) {
    if (e.TEAMS_ANONYMOUS === '1')
      return 'TEAMS_ANONYMOUS=1 and MicrosoftAppId are both set: nobody could say whether Teams is asked who it is. Unset one of them.';
    return {
      app: {
        id: e.MicrosoftAppId.toLowerCase(),
        password: e.MicrosoftAppPassword,
        tenantId: e.MicrosoftAppTenantId.toLowerCase(),
      },
      openIdUrl,
    };
  }
  if (e.TEAMS_ANONYMOUS !== '1') return undefined;
  // Without an app id everybody who reaches us is believed to be Teams.
  if (e.NODE_ENV === 'production')
    return 'TEAMS_ANONYMOUS=1 is for trying Tocsin out, and NODE_ENV is production: set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId.';
  if (!isLoopback(e.HOST))
    return `TEAMS_ANONYMOUS=1 takes messages of anybody, and HOST is "${e.HOST}": set HOST to 127.0.0.1, or set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId.`;
  if (e.PUBLIC_URL && !isLoopback(new URL(e.PUBLIC_URL).hostname))
    return 'TEAMS_ANONYMOUS=1 takes messages of anybody, and PUBLIC_URL says that Tocsin is reached from outside: unset one of them.';
  return { app: undefined, openIdUrl };
}
