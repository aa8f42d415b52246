import type { LatLon } from './officer.js';

/** Mean radius of the earth in metres (IUGG). The flattening makes at most half a percent. */
const EARTH_M = 6_371_008.8;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Metres between two places as the crow flies, by the haversine formula: exact for short distances, and right across the
 * antimeridian and at the poles, where differences of degrees say nothing.
 */
export function greatCircleM([lat1, lon1]: LatLon, [lat2, lon2]: LatLon): number {
  const north = Math.sin(radians(lat2 - lat1) / 2);
  const east = Math.sin(radians(lon2 - lon1) / 2);
  const half = north * north + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * east * east;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}
