/** How often two people said yes (present) or no (absent) of the same things. */
export type AgreementCounts = { both: number; onlyFirst: number; onlySecond: number; neither: number };

/**
 * Cohen's kappa of two raters over yes/no: (p_o − p_e) / (1 − p_e), where p_o is the share on which they agree and p_e
 * the share on which they would by chance, each with their own rates. `observed` is null without observations; `kappa`
 * also where p_e is 1, that is where both always say the same one thing. Source: Cohen (1960), A coefficient of agreement for
 * nominal scales, Educational and Psychological Measurement 20, 37–46.
 */
export function cohenKappa(counts: AgreementCounts): { observed: number | null; kappa: number | null } {
  const { both, onlyFirst, onlySecond, neither } = counts;
  const n = both + onlyFirst + onlySecond + neither;
  if (n === 0) return { observed: null, kappa: null };
  // In whole numbers, so that "by chance always alike" is exact: p_e = chance / n².
  const chance = (both + onlyFirst) * (both + onlySecond) + (onlySecond + neither) * (onlyFirst + neither);
  const observed = (both + neither) / n;
  return { observed, kappa: chance === n * n ? null : ((both + neither) * n - chance) / (n * n - chance) };
}
