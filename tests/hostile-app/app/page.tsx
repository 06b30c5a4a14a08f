export default function Page() {
  return <h1>The page of the app</h1>;
}
