import {
  AtSign,
  Bell,
  CreditCard,
  type LucideIcon,
  MessageSquare,
  Package,
  Server,
  ShieldAlert,
  TriangleAlert,
  Truck,
  UserPlus,
} from "lucide-react";

import type { Tone } from "../ui/tone";
import { typeWords } from "./type-label";

interface TypeFamily {
  icon: LucideIcon;
  tone: Tone;
  words: readonly string[];
}

/** In order of urgency: `order.delayed` is first of all a delay. */
const FAMILIES: readonly TypeFamily[] = [
  {
    icon: TriangleAlert,
    tone: "rust",
    words: ["alert", "incident", "warning", "error", "failed", "delay", "delayed", "exception", "overdue"],
  },
  { icon: ShieldAlert, tone: "sun", words: ["security", "login", "signin", "password", "access", "permission"] },
  { icon: AtSign, tone: "plum", words: ["mention", "mentioned", "assigned", "review"] },
  { icon: MessageSquare, tone: "plum", words: ["comment", "message", "reply", "chat"] },
  {
    icon: Truck,
    tone: "sea",
    words: ["shipment", "shipped", "delivery", "delivered", "arrival", "arrived", "transit"],
  },
  { icon: Package, tone: "sea", words: ["order", "orders", "booking", "cargo"] },
  { icon: CreditCard, tone: "leaf", words: ["payment", "invoice", "billing", "refund", "paid"] },
  { icon: UserPlus, tone: "leaf", words: ["team", "member", "invite", "invitation", "user"] },
  { icon: Server, tone: "neutral", words: ["system", "deploy", "deployment", "maintenance", "release", "build"] },
];

const OTHER: TypeFamily = { icon: Bell, tone: "neutral", words: [] };

/** The icon and tone for a notification type; a bell for one nobody has thought of. */
export function typeFamily(type: string): Pick<TypeFamily, "icon" | "tone"> {
  const words = typeWords(type);
  return FAMILIES.find((family) => family.words.some((word) => words.includes(word))) ?? OTHER;
}
