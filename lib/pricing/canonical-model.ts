import { calcPrice, findProvider, type ModelInfo, type Provider } from "@pydantic/genai-prices";
import { LRUCache } from "lru-cache";

// Names of models in the price list. The list knows a model at each provider that serves it; the row of its home (the provider
// that its bare name stands for) is called as the model, those of other providers <provider>/<model>.

interface Listed {
  provider: Provider;
  model: ModelInfo;
}

/** What the list calls a name; at the provider, or without one at the provider that the name alone stands for. */
function findListed(name: string, providerName: string | null): Listed | null {
  const provider = findProvider(providerName === null ? { modelId: name } : { providerId: providerName });
  if (!provider) return null;
  // A model's own id goes before the patterns of others, which may match it as well.
  const own = provider.models.find((model) => model.id === name);
  if (own) return { provider, model: own };
  const found = calcPrice({}, name, { providerId: provider.id });
  if (!found) return null;
  // Some providers sell the models of others at the others' price.
  const sellers = [
    provider,
    ...(provider.fallback_model_providers ?? []).map((id) => findProvider({ providerId: id })),
  ];
  const seller = sellers.find((each) => each?.models.includes(found.model));
  return seller ? { provider: seller, model: found.model } : null;
}

/** The name of a model of the price list among all providers: its id at home, else `<provider>/<id>`. */
export function nameInPriceList(provider: Provider, model: ModelInfo): string {
  return findListed(model.id, null)?.model === model ? model.id : `${provider.id}/${model.id}`;
}

/** A name as nameInPriceList gives it for a provider that is not the model's home. */
function isQualified(prefix: string, rest: string): boolean {
  const provider = findProvider({ providerId: prefix });
  return provider?.id === prefix && provider.models.some(({ id }) => id === rest);
}

function findName(model: string, provider: string | null): string | null {
  const name = model.trim().toLowerCase();
  if (name === "") return null;
  const slash = name.indexOf("/");
  // Gateways write openai/gpt-4o.
  const [prefix, rest] = slash > 0 ? [name.slice(0, slash), name.slice(slash + 1)] : ["", ""];
  const listed =
    (provider === null ? null : findListed(name, provider.trim().toLowerCase())) ??
    (prefix && isQualified(prefix, rest) ? findListed(rest, prefix) : null) ??
    findListed(name, null) ??
    (prefix && rest ? findListed(rest, prefix) : null);
  if (!listed) return null;
  const canonical = nameInPriceList(listed.provider, listed.model);
  return canonical === model ? null : canonical;
}

const names = new LRUCache<string, { canonical: string | null }>({ max: 2000 });

/**
 * The name under which the price list has a model: `gpt-4o` for the snapshot `gpt-4o-2024-08-06`, `aws/…` for what Bedrock serves
 * at a price of its own. Null when the list does not know the model, or calls it the same. A provider that the list does not know,
 * or that is not known to serve the model, is as none. The same arguments always give the same name for one version of the list.
 */
export function canonicalModel(model: string, provider?: string | null): string | null {
  const key = `${provider ?? ""}\0${model}`;
  const known = names.get(key);
  if (known) return known.canonical;
  const canonical = findName(model, provider || null);
  names.set(key, { canonical });
  return canonical;
}
