export async function POST(request) {
  await request.json();
  const notification = {
    id: crypto.randomUUID(),
    user_id: "00000000-0000-7000-8000-000000000000",
    created_at: "2000-01-01T00:00:00.000Z",
  };
  return Response.json({ notifications: [notification] }, { status: 201 });
}
