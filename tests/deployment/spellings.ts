/** Addresses that some server or other takes for `path`, itself among them. `build` is the name of the running build. */
export function spellings(path: string, build: string): string[] {
  const [, api = "", first = "", ...rest] = path.split("/");
  const tail = rest.length > 0 ? `/${rest.join("/")}` : "";
  const encoded = (text: string): string => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`;
  const same = [
    path,
    `${path}/`,
    `${path}//`,
    `${path}.`,
    `${path};a=1`,
    `${path}%20`,
    `${path}?a=/api/notifications`,
    `/${path}`,
    `/.${path}`,
    `/a/..${path}`,
    `/a/%2e%2e${path}`,
    `/a/..;${path}`,
    `/${api}//${first}${tail}`,
    `/${api}/./${first}${tail}`,
    `/${api}/a/../${first}${tail}`,
    `/${api}/a%2f..%2f${first}${tail}`,
    `/${api}%2f${first}${tail}`,
    `/${api}%252f${first}${tail}`,
    `/${api}\\${first}${tail}`,
    `/${api}%5c${first}${tail}`,
    `/${api}/${encoded(first)}${tail}`,
    `/${api}/${encoded(first).replace("%", "%25")}${tail}`,
    `/${encoded(api)}/${first}${tail}`,
    `/${api.toUpperCase()}/${first}${tail}`,
    `/${api}/${first.toUpperCase()}${tail}`,
    `/en${path}`,
    `${path}.json`,
    `${path}.rsc`,
    `${path}.segments/_tree.segment.rsc`,
    `/_next/image?url=${encodeURIComponent(path)}&w=64&q=75`,
  ];
  const data = [
    `/_next/data/${build}${path}.json`,
    `/_next/data/${build}${path}`,
    `/_next//data/${build}${path}.json`,
    `/_next/data//${build}${path}.json`,
    `/_next/./data/${build}${path}.json`,
    `/_next/data%2f${build}${path}.json`,
    `/%5fnext/data/${build}${path}.json`,
    `/_next/%64ata/${build}${path}.json`,
    `/_NEXT/data/${build}${path}.json`,
    `/_next/data/${build}/${encoded(api)}/${first}${tail}.json`,
    `/_next/static/../data/${build}${path}.json`,
    `/_next/static/..%2fdata/${build}${path}.json`,
    `/_next/static/%2e%2e/%2e%2e${path}`,
    `/_next/static/..%2f..${path}`,
  ];
  return [...same, ...data];
}
