export default function Page() {
  return <main>Retune</main>;
}
